/** Signing in, and back. */
export const SIGN_IN = '/sign-in?to=/field'
