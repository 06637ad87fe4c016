/**
 * What an office in a frame tells the page around it, by `postMessage` in the words that Collabora
 * and ONLYOFFICE share. Only its own origin and its own frame are heard.
 */
export type News = 'ready' | 'shown' | 'failed' | 'close' | 'changed' | 'saved'

interface Heard {
  readonly origin: string
  readonly source: unknown
  readonly data: unknown
}

export function newsOf(heard: Heard, origin: string, frame: unknown): News | null {
  if (heard.origin !== origin || heard.source !== frame) return null
  const { MessageId, Values } = messageIn(heard.data)
  switch (MessageId) {
    case 'App_LoadingStatus':
      return loading(Values.Status)
    case 'UI_Close':
    case 'close':
      return 'close'
    case 'Doc_ModifiedStatus':
      return Values.Modified === true ? 'changed' : 'saved'
    default:
      return null
  }
}

function loading(status: unknown): News | null {
  if (status === 'Frame_Ready') return 'ready'
  if (status === 'Document_Loaded') return 'shown'
  return status === 'Failed' ? 'failed' : null
}

interface Message {
  readonly MessageId?: unknown
  readonly Values: Readonly<Record<string, unknown>>
}

function messageIn(data: unknown): Message {
  try {
    const found: unknown = typeof data === 'string' ? JSON.parse(data) : data
    if (typeof found !== 'object' || found === null) return { Values: {} }
    const { MessageId, Values } = found as { MessageId?: unknown; Values?: unknown }
    return { MessageId, Values: { ...(typeof Values === 'object' ? Values : {}) } }
  } catch {
    return { Values: {} }
  }
}

/** Collabora tells nothing more before it was told this. */
export function greet(frame: Window, origin: string): void {
  frame.postMessage(
    JSON.stringify({ MessageId: 'Host_PostmessageReady', SendTime: Date.now(), Values: {} }),
    origin,
  )
}
