/** Moto's account, and the region of the tests. */
export const ACCOUNT_ID = '123456789012';
export const REGION = 'us-east-1';
