import type { KubeObject } from '../kube-object.ts';
import type { Note, TransformContext } from '../transform/contract.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { handwrittenEndpoints } from '../transform/rules/endpoints.ts';
import { transform } from '../transform/transform.ts';
import { withBelongings } from './coming-kinds.ts';

/** An object of the source, and what the target shall have in its place. */
export interface Arrival {
  found: KubeObject;
  wanted: KubeObject;
}

/** What becomes of all that was gathered. */
export interface Shipment {
  arrivals: Arrival[];
  /** What stays behind, and why. */
  left: { found: KubeObject; rule: string; reason: string }[];
  /** What a person may want to know of an object that arrives. */
  notes: { found: KubeObject; note: Note }[];
}

const ENDPOINTS = new Set(['Endpoints', 'EndpointSlice.discovery.k8s.io']);

/**
 * Decides on everything at once. Claims are among the arrivals, as the plan wants them; they are made when their
 * volumes are copied.
 */
export function shipmentOf(
  gathered: { objects: readonly KubeObject[]; belongings: readonly KubeObject[] },
  context: TransformContext,
): Shipment {
  const complete = withBelongings(context, gathered.belongings);
  const shipment: Shipment = { arrivals: [], left: [], notes: [] };
  const { handwritten, others, left } = sorted(gathered.objects);
  shipment.left.push(...left);
  for (const found of [...gathered.belongings, ...others, ...handwritten]) {
    const result = transform(found, complete);
    if (result.outcome === 'skipped') {
      shipment.left.push({ found, rule: result.rule, reason: result.reason });
      continue;
    }
    shipment.arrivals.push({ found, wanted: result.object });
    shipment.notes.push(...result.notes.map((note) => ({ found, note })));
  }
  return shipment;
}

/** Whether somebody wrote an Endpoints object only the Services tell, so it is seen before the rules. */
function sorted(objects: readonly KubeObject[]) {
  const endpoints = objects.filter((object) => ENDPOINTS.has(groupKindOf(object)));
  const services = objects.filter((object) => groupKindOf(object) === 'Service');
  const handwritten = new Set(handwrittenEndpoints(endpoints, services));
  return {
    handwritten: [...handwritten],
    others: objects.filter((object) => !ENDPOINTS.has(groupKindOf(object))),
    left: endpoints
      .filter((object) => !handwritten.has(object))
      .map((found) => ({
        found,
        rule: 'endpoints',
        reason: 'controllers of the target make it from the Service and its pods',
      })),
  };
}
