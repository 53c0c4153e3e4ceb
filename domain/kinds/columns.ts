/** A column of `kubectl get`. */
export interface PrinterColumn {
  name: string;
  type: 'string' | 'boolean' | 'integer' | 'date';
  jsonPath: string;
}

/** A column of text, the usual case. */
export function column(name: string, jsonPath: string): PrinterColumn {
  return { name, type: 'string', jsonPath };
}

export const READY = column('Ready', ".status.conditions[?(@.type=='Ready')].status");
export const SOURCE = column('Source', '.spec.srcMigClusterRef.name');
export const TARGET = column('Target', '.spec.destMigClusterRef.name');
export const PHASE = column('Phase', '.status.phase');
export const AGE: PrinterColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};
