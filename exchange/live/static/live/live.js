// The page's end of the one websocket.
