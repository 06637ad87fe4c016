/** The bar of what is chosen on the sheet, for who may change it. */
import { useStore } from '@/kernel/store'
import { InsetBar } from '../insets/bar'
import { LinkBar } from '../links/bar'
import { NoteBar } from '../notes/bar'
import { PictureBar } from '../pictures/bar'
import type { DocumentSession } from './session'

export function Chosen({ session }: { readonly session: DocumentSession }) {
  const state = useStore(session.editorState)
  const right = useStore(session.provider.right)
  const mode = useStore(session.suggesting.mode)
  if (!state || right === 'read' || mode === 'view') return null
  return (
    <>
      <PictureBar session={session} state={state} />
      <NoteBar session={session} state={state} />
      <InsetBar session={session} state={state} />
      <LinkBar session={session} state={state} />
    </>
  )
}
