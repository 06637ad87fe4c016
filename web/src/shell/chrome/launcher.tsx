import { House, SlidersHorizontal } from 'lucide-react'
import { usePick, useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { Dialog } from '@/kit/dialog'
import { PickList } from '@/kit/list'
import { officesFor, placesFor } from '../domains'
import { words } from '../words'
import s from './launcher.module.css'

/** All places as a grid; the arrow keys move in both directions. */
export function Launcher({ onGo }: { readonly onGo: () => void }) {
  const t = useWords(words)
  const pick = usePick()
  const current = useSession()
  const places = placesFor(current).map(({ id, place }) => ({
    id,
    to: place.path,
    label: pick(place.label),
    icon: place.icon,
  }))
  const administration = {
    id: 'admin',
    to: '/admin',
    label: t('administration'),
    icon: SlidersHorizontal,
  }
  const all = [
    { id: 'home', to: '/', label: t('home'), icon: House },
    ...places,
    ...(officesFor(current).length > 0 ? [administration] : []),
  ]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the links inside act; this only notices
    <div className={s.launcher} onClick={onGo}>
      <PickList
        label={t('launcher')}
        items={all}
        idOf={place => place.id}
        textOf={place => place.label}
        hrefOf={place => place.to}
        layout="grid"
      >
        {({ icon: Icon, label }) => (
          <span className={s.tile}>
            <span className={s.icon}>
              <Icon size={22} strokeWidth={1.75} aria-hidden />
            </span>
            {label}
          </span>
        )}
      </PickList>
    </div>
  )
}

export function LauncherDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(words)
  return (
    <Dialog title={t('launcher')} isOpen onOpenChange={onClose}>
      <Launcher onGo={onClose} />
    </Dialog>
  )
}
