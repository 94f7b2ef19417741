/** As `memberApiRoot` of the contract, whose file brings its checker along: too much for a phone. */
export const memberApiRoot = '/member/api';
