import type { KubeObject } from '../../kube-object.ts';
import type { Rule } from '../contract.ts';
import { drop } from '../edit.ts';
import { warning } from '../note.ts';
import { annotationOf, textAt } from '../read.ts';

const NAME = 'route-host';

/** A host that the source's router made up is made up anew; one that somebody chose stays. */
export const ROUTE_HOST: Rule = {
  name: NAME,
  kinds: ['Route.route.openshift.io'],
  apply(route, { source }) {
    const host = textAt(route, ['spec', 'host']) ?? '';
    // The note that the host was generated stays: the target's router generates it again.
    if (isGenerated(route)) return { keep: drop(route, ['spec'], ['host']) };
    if (source.routerDomain === undefined || !isUnder(host, source.routerDomain)) {
      return { keep: route };
    }
    const text = `host ${host} belongs to the router of the source, so it will not lead to the target`;
    return { keep: route, notes: [warning(NAME, text)] };
  },
};

function isGenerated(route: KubeObject): boolean {
  return annotationOf(route, 'openshift.io/host.generated') === 'true';
}

function isUnder(host: string, domain: string): boolean {
  return domain !== '' && host.endsWith(`.${domain}`);
}
