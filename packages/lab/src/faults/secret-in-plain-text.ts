import type { Fault } from './fault.ts';
import { changeFaulty, restoreDeployment } from './workload.ts';

export const secretInPlainText: Fault = {
  id: 'secret-in-plain-text',
  title: 'A password stands in the pod template itself, for everybody who may read the Deployment',
  inject: (lab, signal) =>
    changeFaulty(lab, { container: { env: [{ name: 'KC_SPI_LAB_MAIL_API_PASSWORD', value: 'never-in-a-template' }] } }, signal),
  heal: restoreDeployment,
  expect: {
    suite: 'health',
    cause: 'server-configuration/SECRET_IN_PLAIN_TEXT',
    exitCode: 0,
    mayAlso: [],
    domains: ['server-configuration/readable'],
  },
};
