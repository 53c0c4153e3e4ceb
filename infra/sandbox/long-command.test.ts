import { describe, expect, it } from '@jest/globals';
import { lastLines, runLongCommand, tryLongCommand } from './long-command.ts';

describe('tryLongCommand', () => {
  it('gives back what the program printed', async () => {
    const result = await tryLongCommand(['sh', '-c', 'cat; echo bad >&2; exit 3'], {
      input: 'good',
    });

    expect(result).toEqual({ code: 3, stdout: 'good', stderr: 'bad\n' });
  });

  it('hands over lines of standard error as they come', async () => {
    const lines: string[] = [];

    await tryLongCommand(['sh', '-c', 'printf "a\\nb" >&2; echo c >&2'], {
      onErrorLine: (line) => lines.push(line),
    });

    expect(lines).toEqual(['a', 'bc']);
  });

  it('tells a missing program from a failing one', async () => {
    const result = await tryLongCommand(['no-such-program']);

    expect(result).toMatchObject({ code: 127, stderr: 'no-such-program: not found' });
  });

  it('ends the program and its children when aborted', async () => {
    const abort = new AbortController();
    const started = Promise.withResolvers<string>();
    const run = tryLongCommand(['sh', '-c', 'sleep 600 & echo on >&2; wait'], {
      signal: abort.signal,
      onErrorLine: started.resolve,
    });
    await started.promise;

    abort.abort(new Error('stopped'));

    // It settles when the last holder of its output is gone, which is `sleep`.
    await expect(run).rejects.toThrow('stopped');
  });
});

describe('runLongCommand', () => {
  it('says which command failed, with which words, and what to do', async () => {
    const run = runLongCommand(['sh', '-c', 'echo no space left >&2; exit 3'], { hint: 'tidy up' });

    await expect(run).rejects.toMatchObject({
      message: '`sh -c echo no space left >&2; exit 3` failed with exit code 3',
      found: 'no space left',
      hint: 'tidy up',
    });
  });
});

describe('lastLines', () => {
  it('keeps the end', () => {
    expect(lastLines('a\nb\nc\n', 2)).toBe('b\nc');
  });
});
