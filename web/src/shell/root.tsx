import { useEffect } from 'react'
import { Outlet, useNavigate } from 'react-router'
import { Kit } from '@/kit/provider'
import { Toasts } from '@/kit/toast'
import { ConnectionBanner } from './chrome/banners'

export function Root() {
  const navigate = useNavigate()
  useEffect(() => {
    // The first picture is drawn: from here on a screen may wait for what it loads by itself.
    document.documentElement.dataset.ready = ''
  }, [])
  return (
    <Kit navigate={to => void navigate(to)}>
      <ConnectionBanner />
      <Outlet />
      <Toasts />
    </Kit>
  )
}
