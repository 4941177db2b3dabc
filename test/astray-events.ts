/** A valid event of a customer, who opens an account; events of one number have one id. */
export function openedAccount(
  subject: string,
  number: number,
  time = '2026-02-02T08:00:00.000Z',
): string {
  return JSON.stringify({
    specversion: '1.0',
    id: `0193c8a2-7b1e-7c3d-9f00-${String(number).padStart(12, '0')}`,
    source: '/simulated/astray',
    type: 'bank.account.opened.v1',
    time,
    recordedtime: time,
    subject,
    datacontenttype: 'application/json',
    data: {
      customer_id: subject,
      account_id: `${subject}-${number}`,
      kind: 'current',
      currency: 'EUR',
      opening_balance_minor: 0,
      overdraft_limit_minor: 0,
    },
  })
}
