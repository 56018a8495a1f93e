import { healthdataEnvironment } from '../organisation/healthdata.ts';

export default healthdataEnvironment({ id: 'prod', host: 'sso.healthdata.be', production: true, promotesFrom: 'acc' });
