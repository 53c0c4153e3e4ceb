/** Kinds by which a run is told of, or asks what it may: none of its acts is done by them. */
const TOLD = new Set([
  'events',
  'migmigrations',
  'directvolumemigrations',
  'directvolumemigrationprogresses',
  'selfsubjectaccessreviews',
  'subjectaccessreviews',
  'tokenreviews',
]);

/** Whether a request to an API server changes anything that an act is about. */
export function isWrite(method: string | undefined, path: string): boolean {
  if (method === undefined || !['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return false;
  const [route = '', query = ''] = path.split('?');
  return !TOLD.has(resourceOf(route)) && !new URLSearchParams(query).has('dryRun');
}

/** `/apis/GROUP/VERSION/namespaces/NAMESPACE/RESOURCE/NAME`; the core group is `/api/VERSION`. */
function resourceOf(route: string): string {
  const [, root, ...steps] = route.split('/');
  const behind = steps.slice(root === 'apis' ? 2 : 1);
  const inside = behind[0] === 'namespaces' && behind.length > 2 ? behind.slice(2) : behind;
  return inside[0] ?? '';
}
