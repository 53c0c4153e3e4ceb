import type { KubeObject } from '../../kube-object.ts';
import type { Rule, TransformContext } from '../contract.ts';
import { EACH, edit } from '../edit.ts';
import { mapNamespace } from '../mapping.ts';
import { change, refusal } from '../note.ts';
import { at, listAt, lookUp, nameOf, namespaceOf } from '../read.ts';

const GIVEN_ANEW = 'node-ports';

/** What the source gave by itself the target gives anew: the same number may be taken there. */
export const NODE_PORTS: Rule = {
  name: GIVEN_ANEW,
  kinds: ['Service'],
  apply(service, { source }) {
    const given = nodePortsOf(service).filter((port) => !source.chosenNodePorts.includes(port));
    if (given.length === 0) return { keep: service };

    const orNone = (port: unknown): unknown =>
      given.some((one) => one === port) ? undefined : port;
    const without = edit(service, ['spec', 'ports', EACH, 'nodePort'], orNone);
    return {
      keep: edit(without, ['spec', 'healthCheckNodePort'], orNone),
      notes: [
        change(
          GIVEN_ANEW,
          `node ports ${given.join(', ')} were not chosen; the target gives others`,
        ),
      ],
    };
  },
};

const TAKEN = 'node-port-taken';

/** Ports that stay the same must be free on the target. */
export const NODE_PORT_TAKEN: Rule = {
  name: TAKEN,
  kinds: ['Service'],
  apply: (service, context) => ({ keep: service, notes: takenNotes(service, context) }),
};

/** Of a result of the rules above only chosen ports are left. */
function takenNotes(service: KubeObject, context: TransformContext) {
  const self = `${mapNamespace(namespaceOf(service), context)}/${nameOf(service)}`;
  return nodePortsOf(service).flatMap((port) => {
    const owner = lookUp(context.target.nodePorts, String(port));
    // An earlier try of this run may have brought the very Service.
    if (owner === undefined || owner === self) return [];
    const text = `node port ${port} is taken on the target by Service ${owner}: free it there, or give up the number`;
    return [refusal(TAKEN, text)];
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
