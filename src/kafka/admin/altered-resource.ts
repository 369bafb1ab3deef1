/** ConfigResource.Type */
export const TOPIC = 2;
/** AlterConfigOp.OpType */
const SET = 0;
const DELETE = 1;

/** One topic of an IncrementalAlterConfigs request: these keys are set, null deletes one, all others stay. */
export function alteredResource(name: string, config: ReadonlyMap<string, string | null>) {
  const configs = [...config].map(([key, value]) => ({
    name: key,
    configOperation: value === null ? DELETE : SET,
    value,
  }));
  return { resourceType: TOPIC, resourceName: name, configs };
}
