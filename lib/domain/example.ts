/**
 * The example account that answers for a city. It speaks for no real city in the record: it is let into practice copies alone, and
 * exists in demonstrations alone. Nobody can own an address that ends in `.invalid` (RFC 2606).
 */
export const EXAMPLE_CONTRIBUTOR = 'contributor@demo.invalid';
