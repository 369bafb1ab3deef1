/** What came to Kafka Connect's REST API after 2.3 and what connectctl needs of it, by the version that brought it. */
const endpoints: readonly { readonly call: RegExp; readonly since: string }[] = [
  // KIP-875, in two parts.
  { call: /^PUT \/connectors\/[^/]+\/stop$/, since: '3.5' },
  { call: /^GET \/connectors\/[^/]+\/offsets$/, since: '3.5' },
  { call: /^(?:PATCH|DELETE) \/connectors\/[^/]+\/offsets$/, since: '3.6' },
  // KIP-477.
  { call: /^PATCH \/connectors\/[^/]+\/config$/, since: '3.8' },
];

/** The first version of Kafka Connect with a call such as `PUT /connectors/a/stop`; undefined: it was always there. */
export function sinceOf(call: string): string | undefined {
  return endpoints.find((endpoint) => endpoint.call.test(call))?.since;
}
