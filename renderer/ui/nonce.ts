import { createContext, useContext } from 'react';

/** The document's nonce for the style elements that libraries put in. */
export const NonceContext = createContext('');

export const useNonce = (): string => useContext(NonceContext);
