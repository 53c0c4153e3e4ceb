import type { KubeObject } from '../../kube-object.ts';
import type { Rule, TransformContext } from '../contract.ts';
import { drop, EACH } from '../edit.ts';
import { mapNamespace } from '../mapping.ts';
import { change, refusal, warning } from '../note.ts';
import { at, listAt, lookUp, nameOf, namespaceOf, textAt } from '../read.ts';

const GIVEN_ANEW = 'node-ports';

/** Without the wish to keep them the target chooses: the ports of the source may be taken there. */
export const NODE_PORTS: Rule = {
  name: GIVEN_ANEW,
  kinds: ['Service'],
  apply(service, { preserveNodePorts }) {
    const ports = nodePortsOf(service);
    if (preserveNodePorts || ports.length === 0) return { keep: service };

    const closed = drop(service, ['spec', 'ports', EACH], ['nodePort']);
    const text = `node ports ${ports.join(', ')} are not kept; the target chooses others`;
    // Of a load balancer the clients see the balancer; of a NodePort they use the very number.
    const note = textAt(service, ['spec', 'type']) === 'NodePort' ? warning : change;
    return {
      keep: drop(closed, ['spec'], ['healthCheckNodePort']),
      notes: [note(GIVEN_ANEW, text)],
    };
  },
};

const TAKEN = 'node-port-taken';

/** Ports that shall stay the same must be free on the target. */
export const NODE_PORT_TAKEN: Rule = {
  name: TAKEN,
  kinds: ['Service'],
  apply: (service, context) => ({
    keep: service,
    notes: context.preserveNodePorts ? takenNotes(service, context) : [],
  }),
};

function takenNotes(service: KubeObject, context: TransformContext) {
  const self = `${mapNamespace(namespaceOf(service), context)}/${nameOf(service)}`;
  return nodePortsOf(service).flatMap((port) => {
    const owner = lookUp(context.target.nodePorts, String(port));
    // An earlier try of this run may have brought the very Service.
    if (owner === undefined || owner === self) return [];
    return [refusal(TAKEN, `node port ${port} is taken on the target by Service ${owner}`)];
  });
}

/** Every node port that the Service holds, once; zero means that it wants none of its own. */
function nodePortsOf(service: KubeObject): number[] {
  const held = [
    ...listAt(service, ['spec', 'ports']).map((port) => at(port, ['nodePort'])),
    at(service, ['spec', 'healthCheckNodePort']),
  ].filter((port) => typeof port === 'number');
  return [...new Set(held)].filter((port) => port > 0);
}
