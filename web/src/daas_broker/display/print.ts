/** A PDF in the browser's own print dialog, without leaving the page. */

const FRAME = 'desktop-print'

/** `not here` where a browser does not let a page print what its PDF viewer shows. */
export function printDocument(address: string): Promise<'shown' | 'refused' | 'not here'> {
  document.getElementById(FRAME)?.remove()
  const frame = document.createElement('iframe')
  frame.id = FRAME
  frame.title = FRAME
  frame.setAttribute('aria-hidden', 'true')
  frame.tabIndex = -1
  // Not `display: none`: a viewer that is not laid out prints nothing.
  Object.assign(frame.style, {
    position: 'fixed',
    width: '1px',
    height: '1px',
    border: '0',
    opacity: '0',
  })
  return new Promise(resolve => {
    frame.onload = () => {
      // A refusal is a document that one can look into; a PDF in its viewer is none.
      if (frame.contentDocument?.contentType === 'application/json') {
        frame.remove()
        resolve('refused')
        return
      }
      const { activeElement: had } = document
      try {
        frame.contentWindow?.focus()
        frame.contentWindow?.print()
        resolve('shown')
      } catch {
        resolve('not here')
      } finally {
        // What is typed next is for the desktop, and not for a frame that nobody sees.
        if (had instanceof HTMLElement) had.focus({ preventScroll: true })
      }
    }
    frame.src = address
    document.body.append(frame)
  })
}
