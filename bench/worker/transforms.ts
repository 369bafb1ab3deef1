const PACKAGE = 'org.apache.kafka.connect.transforms';

/** A chain as pipelines have it: the line becomes a field, gets company, is renamed and masked, and the topic routed. */
export const fiveTransforms: Readonly<Record<string, string>> = {
  transforms: 'hoist,insert,rename,mask,route',
  'transforms.hoist.type': `${PACKAGE}.HoistField$Value`,
  'transforms.hoist.field': 'line',
  'transforms.insert.type': `${PACKAGE}.InsertField$Value`,
  'transforms.insert.static.field': 'site',
  'transforms.insert.static.value': 'bench',
  'transforms.rename.type': `${PACKAGE}.ReplaceField$Value`,
  'transforms.rename.renames': 'site:origin',
  'transforms.mask.type': `${PACKAGE}.MaskField$Value`,
  'transforms.mask.fields': 'origin',
  'transforms.route.type': `${PACKAGE}.RegexRouter`,
  'transforms.route.regex': '(.*)',
  'transforms.route.replacement': '$1',
};
