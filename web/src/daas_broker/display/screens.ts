/** What gateway and page say of a second monitor. */
import { message } from './channel'

export const screens = message<{ readonly count: number }>('screens.state')
export const unplug = message<object>('screens.unplug')
