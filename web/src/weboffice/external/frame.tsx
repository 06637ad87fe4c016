/** The frame itself: the token is posted into it by a form, and stands in no address of ours. */
import { type Ref, useEffect, useRef } from 'react'
import s from './page.module.css'
import type { Opened } from './state'

const NAME = 'external-office'
// What an editor needs. It may not take our window elsewhere.
const MAY =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox ' +
  'allow-downloads allow-modals'

interface FrameProps {
  readonly opened: Opened
  readonly title: string
  readonly ref: Ref<HTMLIFrameElement>
}

export function OfficeFrame({ opened, title, ref }: FrameProps) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.submit(), [])
  return (
    <>
      <form ref={form} method="post" action={opened.action} target={NAME} hidden>
        <input type="hidden" name="access_token" value={opened.access_token} readOnly />
        <input type="hidden" name="access_token_ttl" value={opened.access_token_ttl} readOnly />
      </form>
      <iframe
        ref={ref}
        name={NAME}
        title={title}
        className={s.frame}
        sandbox={MAY}
        allow="fullscreen"
      />
    </>
  )
}
