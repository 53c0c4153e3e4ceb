import { expect, it } from '@jest/globals';
import { copyWorkflowId, runOfWorkflow, runWorkflowId, volumeWorkflowId } from './engine-names.ts';

const VOLUME = { namespace: 'shop', claim: 'data' };

it('finds the run that a workflow is part of', () => {
  const run = runWorkflowId('migrations', 'shop');
  expect(runOfWorkflow(run)).toBe(run);
  expect(runOfWorkflow(volumeWorkflowId(run, VOLUME, 'pre-copy'))).toBe(run);
});

it('finds the copy by itself that a workflow is part of', () => {
  const copy = copyWorkflowId('migrations', 'volumes', 'uid');
  expect(runOfWorkflow(copy)).toBe(copy);
  expect(runOfWorkflow(`${copy}/volume/shop/data`)).toBe(copy);
});
