import { healthdataEnvironment } from '../organisation/healthdata.ts';

export default healthdataEnvironment({ id: 'acc', host: 'sso-acc.healthdata.be', promotesFrom: 'test' });
