import { LabError } from '../lab/lab-error.ts';
import { stepOf } from '../lab/progress.ts';
import type { LabProgress } from '../lab/progress.ts';
import { canInstallPackages, installPackages } from './apt.ts';
import { furtherRequirements, installationAdvice, missingRequirements } from './requirements.ts';
import { locateJava, locateMaven, locatePostgres } from './locate.ts';

/** The programs that the lab runs, by their places. */
export interface Tools {
  /** The `java` program. */
  readonly java: string;
  /** The `mvn` program. */
  readonly maven: string;
  /** The directory of PostgreSQL's programs. */
  readonly postgres: string;
}

/**
 * Everything that the lab needs on this machine. What is missing is installed by apt, as root on Debian or Ubuntu;
 * elsewhere one LabError names all of it.
 */
export async function provideTools(progress: LabProgress, signal: AbortSignal): Promise<Tools> {
  const missing = await missingRequirements();
  if (missing.length > 0) {
    if (!(await canInstallPackages())) throw new LabError('The lab cannot start: programs are missing.', installationAdvice(missing));
    const step = `Install ${missing.flatMap((requirement) => requirement.packages).join(', ')}`;
    await stepOf(progress, step, async () => {
      const told = (detail: string): void => progress({ step, state: 'info', detail });
      await installPackages(
        missing.flatMap((requirement) => requirement.packages),
        told,
        signal,
      );
      const still = await missingRequirements();
      if (still.length > 0) throw new LabError('apt installed the packages, and yet programs are missing.', installationAdvice(still));
    });
  }
  const [java, maven, postgres] = await Promise.all([locateJava(), locateMaven(), locatePostgres()]);
  if (java === undefined || maven === undefined || postgres === undefined) {
    throw new LabError('A program that was there a moment ago is gone.', 'Try again.');
  }
  return { java, maven, postgres };
}

/**
 * The places of programs that no lab needs, from their packages where they are missing: as root on Debian or Ubuntu; elsewhere a
 * LabError names them.
 */
export async function providePrograms<K extends keyof typeof furtherRequirements>(
  ids: readonly K[],
  signal: AbortSignal,
): Promise<Readonly<Record<K, string>>> {
  const located = async () => Promise.all(ids.map(async (id) => [id, await furtherRequirements[id].locate()] as const));
  const missing = (await located()).flatMap(([id, found]) => (found === undefined ? [furtherRequirements[id]] : []));
  if (missing.length > 0) {
    if (!(await canInstallPackages())) throw new LabError('Programs are missing.', installationAdvice(missing));
    await installPackages(
      missing.flatMap(({ packages }) => packages),
      () => undefined,
      signal,
    );
  }
  const places = (await located()).map(([id, found]) => {
    if (found === undefined)
      throw new LabError('apt installed the packages, and yet a program is missing.', installationAdvice([furtherRequirements[id]]));
    return [id, found] as const;
  });
  return Object.fromEntries(places) as Readonly<Record<K, string>>;
}
