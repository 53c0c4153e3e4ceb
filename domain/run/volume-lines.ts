import type { PipelineEntry } from '../kinds/pipeline.ts';
import type { VolumeProgress } from './progress.ts';

/** Adds to the pipeline's volume step one line per volume, in the form that MTC's console reads. */
export function pipelineProgress(
  pipeline: readonly PipelineEntry[],
  volumes: readonly VolumeProgress[],
): PipelineEntry[] {
  return pipeline.map((entry) =>
    entry.name === 'DirectVolume' && volumes.length > 0 && entry.skipped !== true
      ? { ...entry, progress: volumes.map(volumeLine) }
      : entry,
  );
}

/** For example `[data] shop/data: copying, pass 2, 45% of 120 MB (12.3 MB/s)`. */
function volumeLine(volume: VolumeProgress): string {
  const { namespace, claim, state, pass, bytesDone, bytesTotal, bytesPerSecond } = volume;
  const percent = bytesTotal === 0 ? 100 : Math.floor((bytesDone / bytesTotal) * 100);
  const rate = bytesPerSecond === undefined ? '' : ` (${megabytes(bytesPerSecond)}/s)`;
  const passed = pass === 0 ? '' : `, pass ${pass}`;
  return `[${claim}] ${namespace}/${claim}: ${state}${passed}, ${percent}% of ${megabytes(bytesTotal)}${rate}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
