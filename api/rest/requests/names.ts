import * as z from 'zod';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** A name as Kubernetes takes it for custom resources: a DNS subdomain (RFC 1123). */
export const ObjectName = z
  .string()
  .max(253, { error: 'give at most 253 characters', abort: true })
  .regex(
    new RegExp(`^${LABEL}(\\.${LABEL})*$`),
    'give lower-case letters, digits, "-" and ".", with a letter or digit at both ends (RFC 1123)',
  );

/** The name of an object that owns a Secret, whose name is made from this one and longer. */
export const OwnerName = ObjectName.max(230, 'give at most 230 characters');

const NAMESPACE_RULE =
  'give lower-case letters, digits and "-", with a letter or digit at both ends (RFC 1123 label)';

/** A namespace: a DNS label (RFC 1123). */
export const NamespaceName = z
  .string()
  .max(63, { error: 'give at most 63 characters', abort: true })
  .regex(new RegExp(`^${LABEL}$`), NAMESPACE_RULE);

/** `a`, or `a:b` when the namespace gets another name on the target. */
export const NamespaceMapping = z
  .string()
  .regex(/^[^:]{1,63}(:[^:]{1,63})?$/, {
    error: 'give "namespace" or "source:target", each of 1 to 63 characters',
    abort: true,
  })
  .regex(new RegExp(`^${LABEL}(:${LABEL})?$`), NAMESPACE_RULE);

export const DryRun = z
  .boolean()
  .optional()
  .describe('Check the request and write nothing; answered with 200 and what would be.');
