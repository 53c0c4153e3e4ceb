import type { Rule } from '../contract.ts';
import { dropAnnotations } from '../edit.ts';
import { change, warning } from '../note.ts';
import { annotationOf, textAt } from '../read.ts';

const INGRESSES = ['Ingress.networking.k8s.io', 'Ingress.extensions'];
const ANNOTATION = 'kubernetes.io/ingress.class';

const TWICE = 'ingress-class-twice';

/** An Ingress that names its class twice was valid once; nobody may create it today. */
export const INGRESS_CLASS_TWICE: Rule = {
  name: TWICE,
  kinds: INGRESSES,
  apply(ingress) {
    const named = textAt(ingress, ['spec', 'ingressClassName']);
    if (named === undefined) return { keep: ingress };
    const keep = dropAnnotations(ingress, [ANNOTATION]);
    if (keep === ingress) return { keep };
    const text = `annotation ${ANNOTATION} is dropped: spec.ingressClassName ${named} says it already`;
    return { keep, notes: [change(TWICE, text)] };
  },
};

const MISSING = 'ingress-class';

/** Without its class an Ingress is created, and nobody serves it. */
export const INGRESS_CLASS: Rule = {
  name: MISSING,
  kinds: INGRESSES,
  apply(ingress, { target }) {
    const named =
      textAt(ingress, ['spec', 'ingressClassName']) ?? annotationOf(ingress, ANNOTATION);
    if (named === undefined || target.ingressClasses.includes(named)) return { keep: ingress };
    const text = `ingress class ${named} does not exist on the target, so nothing may serve it: make it there, or change the Ingress`;
    return { keep: ingress, notes: [warning(MISSING, text)] };
  },
};
