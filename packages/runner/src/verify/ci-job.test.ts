import { expect, it } from 'vitest';
import { ciJobOf } from './ci-job.ts';

it('is the job that the variables of each system tell of, and none elsewhere', () => {
  const github = {
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'owner/name',
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_ACTOR: 'first',
    GITHUB_TRIGGERING_ACTOR: 'second',
  };
  expect(ciJobOf(github)).toEqual({
    system: 'GitHub Actions',
    actor: 'second',
    url: 'https://github.com/owner/name/actions/runs/7/attempts/2',
  });
  expect(ciJobOf({ GITLAB_CI: 'true', GITLAB_USER_LOGIN: 'robin', CI_JOB_URL: 'https://git.example/jobs/1' })).toEqual({
    system: 'GitLab CI/CD',
    actor: 'robin',
    url: 'https://git.example/jobs/1',
  });
  expect(ciJobOf({ JENKINS_URL: 'https://ci.example', BUILD_URL: 'javascript:alert(1)' })).toEqual({ system: 'Jenkins' });
  expect(ciJobOf({ CI: 'true' })).toBeUndefined();
});
