import { addressOf } from './application.ts';
import type { Site } from './ground.ts';
import { DATABASE, type Address } from './spec.ts';
import type { Endpoint } from './writer.ts';

/** A client in trouble asks often; the API server is asked no more often than this. */
const FRESH_MS = 200;

/** The database of the application on one of the clusters; its port is looked up as long as it is sought. */
export function databaseEndpoint(site: Site, namespace: string): Endpoint {
  let known: Address | undefined;
  let askedAt = -Infinity;
  return {
    name: site.name,
    address: async () => {
      const now = performance.now();
      if (now - askedAt < FRESH_MS) return known;
      askedAt = now;
      const service = { namespace, name: DATABASE.service };
      known = await addressOf(site.cluster, site.nodeAddress, service);
      return known;
    },
  };
}
