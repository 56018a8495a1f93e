import { execFileSync } from 'node:child_process';

/** Who git says is at work in a folder; undefined without git, or where it knows nobody. */
export function gitUser(folder: string): string | undefined {
  try {
    const name = execFileSync('git', ['config', 'user.name'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return name.trim() || undefined;
  } catch {
    // No git, or nobody whom it knows.
    return undefined;
  }
}
