/** A command that is run in the lab as it stands in the guide, and what becomes of it. */
export interface Followed {
  readonly exitCode: 0 | 1 | 2 | 3;
  /** What it says where it is run. */
  readonly says: RegExp;
  /** What it would ask for on a terminal. */
  readonly rest?: string;
}

const confirmed = { exitCode: 0, says: /^Confirmed by Jason/, rest: `--person Jason --role 'release board' --statement Yes` } as const;

/** The commands of `verify` that are run one by one, in the order of the guide, on the scenarios that `verify init` has written: by lab/guide.ts. */
export const followed: Readonly<Record<string, Followed>> = {
  'pnpm verify doctor --env acc': { exitCode: 0, says: /Everything that is looked at can be seen from here/ },
  'pnpm verify --env acc --suite health': { exitCode: 0, says: /exit 0/ },
  'pnpm verify plan-rollback --env acc --release release-gate-prerequisites': {
    exitCode: 0,
    says: /The release declares plan A, as it needs/,
  },
  'pnpm verify logs baseline --env acc': { exitCode: 3, says: /Nothing was written/ },
  'pnpm verify --env acc --suite pre-release --release release-gate-prerequisites': { exitCode: 0, says: /exit 0/ },
  'pnpm verify --env acc --suite post-deploy --release release-gate-prerequisites': { exitCode: 0, says: /exit 0/ },
  "pnpm verify confirm release-gate-prerequisites --type 'parties contacted'": confirmed,
  "pnpm verify confirm release-gate-prerequisites --type 'logs reviewed'": confirmed,
  // It names one environment: that it was tried nowhere before is what the board would be told.
  'pnpm verify request release-gate-prerequisites': { exitCode: 3, says: /tried nowhere before/ },
  "pnpm verify confirm release-gate-prerequisites --type 'board approval'": confirmed,
  'pnpm verify release status release-gate-prerequisites': { exitCode: 0, says: /release-gate-prerequisites/ },
  'kubectl logs -n sso -l app=keycloak --prefix --timestamps --tail=-1 | pnpm verify logs baseline --env acc --file -': {
    exitCode: 3,
    says: /Nothing was written/,
  },
  'verify plan --env acc': { exitCode: 0, says: /database\/schema-matches-version/ },
  'verify backup check --env acc': { exitCode: 0, says: /backup\/fresh/ },
  'verify backup list --env acc': { exitCode: 0, says: /keycloak-\S+\.dump/ },
  'verify backup check --level L1': { exitCode: 3, says: /was not read to its end/, rest: '--env acc' },
};

/** Blocks that are run as one text, by the word that they begin with: by which test. */
export const blocks: Readonly<Record<string, string>> = {
  'kcadm.sh config ': 'lab/guide.ts',
  "psql -d keycloak -c 'CREATE ROLE ": 'database-facts.lab.test.ts',
  'kubectl apply ': 'lab/guide.ts',
  'git rm ': 'lab/guide.ts',
  'psql -d keycloak -v ': 'database-facts.lab.test.ts',
  'barman ': 'backup-listed.lab.test.ts',
  'wal-g ': 'backup-listed.lab.test.ts',
};

/** Single commands that are run as they stand there, by another test than that of the lab. */
export const single: Readonly<Record<string, string>> = {
  "psql -d keycloak -c 'DROP OWNED BY gate' -c 'DROP ROLE gate'": 'database-facts.lab.test.ts',
  'kubectl delete -f packages/checks/kubernetes-role.yaml': 'lab/guide.ts',
};

/** Commands that other tests run with names of their own: in which file, and words of it by which they are known. */
export const elsewhere: Readonly<Record<string, readonly [file: string, words: string]>> = {
  'PGHOST=db.example PGDATABASE=keycloak PGUSER=keycloak PGPASSFILE=/run/secrets/pgpass pnpm verify backup dump --output /backups/sso-acc':
    ['backup-dump.lab.test.ts', "'backup', 'dump', '--output'"],
  'pnpm verify backup drill --env acc': ['lab/release-story.ts', "'backup', 'drill', '--env'"],
  'psql -c "COMMENT ON DATABASE trial IS \'keycloak-release-gate: scratch\'" trial': [
    'backup-drill-target.lab.test.ts',
    'COMMENT ON DATABASE',
  ],
  'PGPASSWORD=… pnpm verify backup drill --env acc --target postgresql://trial@trials.internal/trial': [
    'backup-drill-target.lab.test.ts',
    "'--target', target",
  ],
  'pnpm verify login portal --env acc': ['login-command.browser.test.ts', "'login', 'portal', '--env'"],
  'pnpm verify login portal --env acc --step': ['login-command.browser.test.ts', "'--step'"],
  'pnpm verify release new': ['release-new.test.ts', "'new'"],
  'pnpm verify release status 2026-11': ['release-status.test.ts', "'release', 'status', '2026-11'"],
  'pnpm verify plan-rollback --env acc --release 2026-11': ['lab/plan-rollback.ts', "'plan-rollback', '--env'"],
  'pnpm verify plan-rollback --env acc --release 2026-11 --rehearse': ['plan-rollback.test.ts', "'--rehearse'"],
  'pnpm verify request 2026-11': ['lab/three-environments.ts', "'request', smallRelease"],
  'pnpm verify request 2026-11 --output board --no-pdf': ['request.test.ts', "'--no-pdf', '--json', '--output', 'board'"],
  'pnpm verify diff test acc': ['configuration/snapshot-command.ts', "'diff', "],
  'pnpm verify diff before.json acc --release 2026-11': ['diff.test.ts', "'--release', 'r'"],
  'pnpm verify diff test acc --release 2026-11': ['diff.test.ts', "'--release', 'r'"],
  'pnpm verify diff before.json after.json --as-expected': ['diff.test.ts', "'--as-expected'"],
  'pnpm verify diff test acc --format html --output diff.html': ['diff.test.ts', "'html', '--output'"],
  'pnpm verify promotion --release 2026-11': ['promotion.test.ts', "'--release', 'r'"],
  'pnpm verify promotion --release 2026-11 --through acc': ['promotion.test.ts', "'--through', 'two'"],
  'pnpm verify promotion --env test=reports/test/post-deploy/01M8… --env acc=before.json': [
    'promotion.test.ts',
    "'promotion', '--env', 'one=one.json'",
  ],
  'pnpm verify promotion --release 2026-11 --format html --output promotion.html': ['promotion.test.ts', "'--format', 'html', '--output'"],
  'pnpm verify confirm 2026-11': ['../src/confirmations/ask.test.ts', 'ask('],
  "pnpm verify confirm 2026-11 --type 'stand-by engineer' --person 'Dana Devops' --role 'DevOps engineer' --statement 'I am on stand-by and can restore the database.' --environment prod --for 8h --backup pinned --contact '+32 2 …'":
    ['confirm.test.ts', "'--backup', 'pinned'"],
  'pnpm verify confirm --list 2026-11': ['confirm.test.ts', "'confirm', '--list'"],
  'pnpm verify logs baseline --env acc --file keycloak.log.gz': ['logs-baseline.test.ts', "'day.log.gz'"],
  'pnpm verify logs baseline --env acc --file monday.log --pods': ['lab/logs-baseline.ts', "'logs', 'baseline'"],
  'pnpm verify --env acc --suite pre-release': ['lab/release-story.ts', "'pre-release'"],
  'pnpm verify --env acc': ['lab/healthy.ts', 'verifyLab(place(), [])'],
  'pnpm verify --env acc --suite pre-restore': ['lab/release-story.ts', "'pre-restore'"],
  'pnpm verify --env acc --suite post-rollback': ['lab/release-story.ts', "'post-rollback'"],
  'pnpm verify backup drill --env acc --reports ../gate-records': ['lab/release-story.ts', "'backup', 'drill', '--env'"],
  'pnpm verify plan-rollback --env acc --release 2026-11 --reports ../gate-records': ['lab/plan-rollback.ts', "'plan-rollback', '--env'"],
  'pnpm verify logs baseline --env acc --output ../gate-records/acc/log-baseline.json': [
    'logs-baseline.test.ts',
    "'--output', 'kept/here.json'",
  ],
  'pnpm verify collect --env acc --suite post-deploy --since "$SINCE" --vantage cluster --output parts': [
    'lab/parts.ts',
    'kubernetes-jobs.yaml',
  ],
  'pnpm verify collect --env acc --suite post-deploy --since "$SINCE" --vantage outside --output parts': [
    'lab/parts.ts',
    'kubernetes-jobs.yaml',
  ],
  'pnpm verify merge parts': ['lab/parts.ts', "'merge', parts"],
  'verify backup manifest <dump>': ['backup-check.lab.test.ts', "'backup', 'manifest'"],
  'verify diff --as-expected': ['diff.test.ts', "'--as-expected'"],
  'verify --resume <run>': ['resume.test.ts', "'--resume', draft"],
};

const theirs = 'It says what is the reader’s own, in the place of which the tests have theirs.';
const noContainers = 'It takes a container runtime and an image, which the machine of the tests has not.';
const theirBranch = 'It takes the branch of the reader’s repository at GitHub.';

/** Commands that no test runs, and why. */
export const notRun: Readonly<Record<string, string>> = {
  'export SSO=https://sso-acc.example.org': theirs,
  'export REALM=staff': theirs,
  'export ADMIN=admin': theirs,
  'pnpm install': 'The tests themselves are run by what it installs.',
  'image=registry.example.org/sso@sha256:4f1c…': noContainers,
  'id=$(docker create "$image")': noContainers,
  'docker cp "$id:/opt/keycloak" /opt/keycloak/26.7.4 && echo "$image" > /opt/keycloak/26.7.4/image': noContainers,
  'docker rm "$id"': noContainers,
  'git worktree add ../gate-records gate-records': theirBranch,
  'git -C ../gate-records add acc && git -C ../gate-records commit -m "Before 2026-11" && git -C ../gate-records push': theirBranch,
  'export VERIFY_PARTS_KEY=…': theirs,
  'verify --env acc --deploy-run ${{ github.event.workflow_run.id }}':
    'GitHub puts the run’s id in; approvals.test.ts and deploy.test.ts take one.',
};
