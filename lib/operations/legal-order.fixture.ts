/** An order as a test sends it. The court and the docket are made up. */
export const orderInput = (more: object = {}) => ({
  court: 'Example District Court',
  docket: '00-cv-1',
  title: 'Order of the test',
  decidedOn: '2017-08-10',
  effect: 'suspends_deadline',
  summary: 'It suspends the deadline.',
  ...more,
});
