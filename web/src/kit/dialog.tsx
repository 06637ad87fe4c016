/** A question in front of the page. Its title is its name; Escape leaves, the focus comes back. */
import { X } from 'lucide-react'
import {
  createContext,
  type ReactElement,
  type ReactNode,
  use,
  useEffect,
  useRef,
  useState,
} from 'react'
import {
  Dialog as AriaDialog,
  DialogTrigger,
  Heading,
  Modal,
  ModalOverlay,
} from 'react-aria-components'
import { createPortal } from 'react-dom'
import { useWords } from '@/kernel/i18n'
import { Button, type ButtonProps, IconButton } from './button'
import { cx } from './cx'
import s from './dialog.module.css'
import { words } from './words'

const SOON_MS = 50 // after whatever else puts the focus somewhere

const FootPlace = createContext<HTMLElement | null>(null)

interface DialogProps {
  readonly title: string
  readonly size?: 's' | 'm' | 'l'
  /** May use `close` to leave after an act. */
  readonly children: ReactNode | ((close: () => void) => ReactNode)
  /** The buttons: the act last. */
  readonly footer?: (close: () => void) => ReactNode
  readonly isOpen?: boolean
  readonly onOpenChange?: (open: boolean) => void
  /** False where an accidental click must not lose what was typed. */
  readonly isDismissable?: boolean
}

export function Dialog({
  title,
  size = 'm',
  children,
  footer,
  isDismissable = true,
  ...rest
}: DialogProps) {
  const t = useWords(words)
  const [foot, setFoot] = useState<HTMLElement | null>(null)
  return (
    <ModalOverlay {...rest} isDismissable={isDismissable} className={cx(s.veil)}>
      <Modal className={cx(s.modal, s[size])}>
        <AriaDialog className={cx(s.dialog)}>
          {({ close }) => (
            <>
              <FocusComesBack />
              <div className={s.head}>
                <Heading slot="title" className={cx(s.title)}>
                  {title}
                </Heading>
                <IconButton icon={X} label={t('close')} onPress={close} />
              </div>
              <div className={s.body}>
                <FootPlace value={foot}>
                  {typeof children === 'function' ? children(close) : children}
                </FootPlace>
              </div>
              <div ref={setFoot} className={s.foot}>
                {footer?.(close)}
              </div>
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** What a question ends in: it is left, or the act that it is about. */
export function AskFoot({ leave, ...act }: ButtonProps & { readonly leave: () => void }) {
  const t = useWords(words)
  return (
    <>
      <Button onPress={leave}>{t('cancel')}</Button>
      <Button {...act} />
    </>
  )
}

/** Buttons of what is inside, at the dialog's foot: in sight however long the rest is. */
export function DialogFoot({ children }: { readonly children: ReactNode }) {
  const place = use(FootPlace)
  return place && createPortal(children, place)
}

/**
 * To where it was before: a dialog that an address opens is unmounted at once when it closes, and the
 * focus would be nowhere.
 */
function FocusComesBack() {
  const before = useRef(document.activeElement)
  useEffect(() => {
    const { current } = before
    return () => {
      setTimeout(() => {
        const isNowhere = document.activeElement === document.body
        if (isNowhere && current instanceof HTMLElement && current.isConnected) current.focus()
      }, SOON_MS)
    }
  }, [])
  return null
}

/** A dialog behind a button. */
export function DialogButton({
  trigger,
  ...dialog
}: Omit<DialogProps, 'isOpen' | 'onOpenChange'> & { readonly trigger: ReactElement }) {
  return (
    <DialogTrigger>
      {trigger}
      <Dialog {...dialog} />
    </DialogTrigger>
  )
}
