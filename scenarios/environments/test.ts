import { healthdataEnvironment } from '../organisation/healthdata.ts';

export default healthdataEnvironment({ id: 'test', host: 'sso-test.healthdata.be' });
