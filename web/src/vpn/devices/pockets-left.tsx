/** What cutting a device does not reach: field pockets that nobody saw within its tunnel [FO2]. */
import { Link } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { words } from '../words'

/** Only who carries them and the head of their division can revoke these. */
export function PocketsLeft({ isOwn }: { readonly isOwn: boolean }) {
  const t = useWords(words)
  return (
    <p>
      <strong>{t('pocketsLeft')}</strong> {t(isOwn ? 'pocketsLeftOwn' : 'pocketsLeftTheirs')}{' '}
      {isOwn && <Link to="/field/devices">{t('pocketsLeftTo')}</Link>}
    </p>
  )
}
