import type { KubeObject } from '../../kube-object.ts';
import type { Note, Rule, TransformContext } from '../contract.ts';
import { EACH, edit } from '../edit.ts';
import { refusal, warning } from '../note.ts';
import { listAt, nameOf, namespaceOf, textAt } from '../read.ts';
import { classNotes, withMappedClass } from './claim-templates.ts';

const NAME = 'claim-template';

/**
 * The class in a template of claims can never be changed afterwards. A StatefulSet finds its claims by name, so one
 * that is called otherwise on the target is not found, and an empty one is made beside it.
 */
export const CLAIM_TEMPLATE: Rule = {
  name: NAME,
  kinds: ['StatefulSet.apps'],
  apply(set, context) {
    const keep = edit(set, ['spec', 'volumeClaimTemplates', EACH], (template) =>
      withMappedClass(template, context),
    );
    const templates = listAt(keep, ['spec', 'volumeClaimTemplates']);
    return {
      keep,
      notes: [
        ...templates.flatMap((template) => classNotes(template, [], NAME, context)),
        ...templates.flatMap((template) => claimNotes(set, template, context)),
      ],
    };
  },
};

function claimNotes(set: KubeObject, template: unknown, context: TransformContext): Note[] {
  const claim = textAt(template, ['metadata', 'name']) ?? '';
  const prefix = `${namespaceOf(set)}/${claim}-${nameOf(set)}-`;
  return Object.entries(context.claims).flatMap(([place, { action, targetName }]) => {
    if (!place.startsWith(prefix) || !/^\d+$/.test(place.slice(prefix.length))) return [];
    const name = place.slice(place.indexOf('/') + 1);
    if (action === 'skip') {
      return [warning(NAME, `claim ${name} stays on the source: the target makes an empty one`)];
    }
    if (targetName === name) return [];
    return [
      refusal(
        NAME,
        `claim ${name} is to be ${targetName}, where it would not be found. Let it keep its name in the plan`,
      ),
    ];
  });
}
