import { systemIo } from './io.ts';
import { runProgram } from './program.ts';

// A reader that closes the pipe (`dray runs | head -1`) has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), systemIo());
