// The push worker: wakes up when the helpline calls, and says only that somebody's turn is waiting. It keeps nothing.

const SAID = { id: "Ada giliran menunggu.", en: "Somebody's turn is waiting." };

self.addEventListener("push", (event) => {
  const said = SAID[(self.navigator.language || "id").slice(0, 2)] || SAID.id;
  event.waitUntil(self.registration.showNotification(said, { tag: "suluh-waiting", requireInteraction: true }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(new URL("../", self.registration.scope).href));
});
