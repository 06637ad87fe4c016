/**
 * Temporal, for the engine: the browser's own where it has one (Chromium 144, Firefox 139), and a
 * polyfill of 20 KB for all others. `tools/xforms.ts` puts it in the place of the engine's own copy.
 */
type Module = typeof import('temporal-polyfill')

const { Temporal: own } = globalThis as unknown as Partial<Module>

export const Temporal: Module['Temporal'] = own ?? (await import('temporal-polyfill')).Temporal
