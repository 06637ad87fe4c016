/** The browser's own notices, for when this page is not what somebody looks at. */

export type Permission = 'granted' | 'denied' | 'default' | 'impossible'

export function permission(): Permission {
  return 'Notification' in globalThis ? Notification.permission : 'impossible'
}

export async function askPermission(): Promise<Permission> {
  return permission() === 'impossible' ? 'impossible' : Notification.requestPermission()
}

/** `tag` lets several open pages show it once. */
export function notify(text: string, tag: string): void {
  if (permission() !== 'granted' || document.visibilityState === 'visible') return
  try {
    const shown = new Notification(text, { tag: `onmaru ${tag}`, requireInteraction: true })
    shown.onclick = () => {
      window.focus()
      shown.close()
    }
  } catch {
    // Android knows them from service workers only; the page says it when it is seen again.
  }
}
