/** Signing in, and back; whoever had the phone before may still be signed in. */
export const SIGN_IN = '/sign-in?switch&to=/field'
