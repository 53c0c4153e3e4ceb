import { EACH, edit } from '../edit.ts';
import { textAt } from '../read.ts';

/** The API server puts it on every namespace, with the name for its value. */
export const NAME_LABEL = 'kubernetes.io/metadata.name';

/** A selector of namespaces with those renamed that it names; other labels come along with the namespaces. */
export function mapSelector(selector: unknown, rename: (found: unknown) => unknown): unknown {
  const labels = edit(selector, ['matchLabels', NAME_LABEL], rename);
  return edit(labels, ['matchExpressions', EACH], (expression) =>
    textAt(expression, ['key']) === NAME_LABEL
      ? edit(expression, ['values', EACH], rename)
      : expression,
  );
}
