import { GROUP, VERSION } from './group.ts';
import type { PrinterColumn } from './columns.ts';
import type { KindEntry } from './registry.ts';
import { structuralSchema } from './structural-schema.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** The part of apiextensions.k8s.io/v1 that we write. */
export interface CustomResourceDefinition {
  apiVersion: 'apiextensions.k8s.io/v1';
  kind: 'CustomResourceDefinition';
  metadata: { name: string; labels: Record<string, string> };
  spec: {
    group: string;
    scope: 'Namespaced';
    names: Record<'kind' | 'listKind' | 'plural' | 'singular', string> & {
      shortNames?: string[];
      categories: string[];
    };
    versions: CrdVersion[];
  };
}

interface CrdVersion {
  name: string;
  served: true;
  storage: true;
  schema: { openAPIV3Schema: StructuralSchema };
  subresources: { status: Record<string, never> };
  additionalPrinterColumns: PrinterColumn[];
}

/** `kubectl get drayage` lists every kind. */
const CATEGORY = 'drayage';

/** The definition the API server needs of a kind. */
export function crdOf(kind: string, entry: KindEntry): CustomResourceDefinition {
  const singular = kind.toLowerCase();
  const { group = GROUP } = entry;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${entry.plural}.${group}`,
      labels: { 'app.kubernetes.io/part-of': 'drayage' },
    },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        kind,
        listKind: `${kind}List`,
        plural: entry.plural,
        singular,
        ...(entry.shortNames.length > 0 ? { shortNames: [...entry.shortNames] } : {}),
        categories: [CATEGORY],
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: [...entry.columns],
          schema: { openAPIV3Schema: structuralSchema(entry.schema) },
        },
      ],
    },
  };
}
