import { expect, test } from '@jest/globals';
import { changedByPlugins } from './plugin-configs.ts';

function config(name: string, label: string) {
  const labels = { 'velero.io/plugin-config': '', [label]: 'RestoreItemAction' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels } };
}

test('knows what plug-ins change', () => {
  expect(changedByPlugins([config('classes', 'velero.io/change-storage-class')])).toEqual({
    'statefulsets.apps': expect.stringContaining('ConfigMap classes'),
  });
  const images = changedByPlugins([config('images', 'velero.io/change-image-name')]);
  expect(Object.keys(images)).toContain('cronjobs.batch');
  expect(changedByPlugins([config('timeouts', 'velero.io/pod-volume-restore')])).toEqual({});
});
