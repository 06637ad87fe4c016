/** Which PINs are taken: digits, because they are typed in gloves and rain. */
const SHORTEST = 6

export type PinFault = 'tooShort' | 'tooSimple'

export function faultOf(pin: string): PinFault | null {
  if (!/^\d+$/.test(pin) || pin.length < SHORTEST) return 'tooShort'
  const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])))
  const [step] = steps
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1 ? 'tooSimple' : null
}
