import pc from 'picocolors';
import type { Progress, ProgressStream } from '../progress.ts';
import { formatDuration } from './duration.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;

interface Running {
  title: string;
  detail: string;
  startedAt: number;
}

/** Cuts a line to the terminal's width: a wrapped line would break the cursor arithmetic below. */
function fit(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(columns - 1, 0))}…`;
}

/**
 * Finished steps scroll up as ordinary lines; the running ones stay below them and are redrawn in
 * place, ten times a second.
 */
export function createLiveProgress(stream: ProgressStream, now: () => number = Date.now): Progress {
  const running = new Set<Running>();
  let drawnLines = 0;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  const erase = () => (drawnLines > 0 ? `\x1b[${drawnLines.toString()}F\x1b[J` : '');

  const draw = (finished = '') => {
    // Terminals without a size, as inside a container, say 0.
    const columns = stream.columns !== undefined && stream.columns > 0 ? stream.columns : 100;
    const lines = [...running].map((step) => {
      const elapsed = formatDuration(Math.floor((now() - step.startedAt) / 1000) * 1000);
      const detail = step.detail === '' ? '' : `: ${step.detail}`;
      const text = fit(`${step.title}${detail} (${elapsed})`, columns - 2);
      return `${pc.cyan(frames[frame] ?? '')} ${text}\n`;
    });
    stream.write(`${erase()}${finished}${lines.join('')}`);
    drawnLines = lines.length;
  };

  const tick = () => {
    frame = (frame + 1) % frames.length;
    draw();
  };

  const end = (step: Running, mark: string) => {
    running.delete(step);
    const detail = step.detail === '' ? '' : pc.dim(` ${step.detail}`);
    draw(`${mark} ${step.title}${detail} ${pc.dim(formatDuration(now() - step.startedAt))}\n`);
    if (running.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    async step(title, work) {
      const step: Running = { title, detail: '', startedAt: now() };
      running.add(step);
      timer ??= setInterval(tick, frameMs).unref();
      draw();
      try {
        const result = await work((detail) => (step.detail = detail));
        end(step, pc.green('✓'));
        return result;
      } catch (error) {
        end(step, pc.red('✗'));
        throw error;
      }
    },
  };
}
